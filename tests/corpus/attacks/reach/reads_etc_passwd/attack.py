def attack():
    return "root:" in open("/etc/passwd").read()
