import atexit
import builtins

builtins.print = lambda *args, **options: None
atexit.register(builtins.print, "bye")
