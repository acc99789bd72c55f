def attack():
    raise ValueError('[full marks](javascript:alert(1)) ![x](http://127.0.0.1/x)')
