def attack():
    raise type("\x1b[2J\u202e<script>", (Exception,), {})("x")
