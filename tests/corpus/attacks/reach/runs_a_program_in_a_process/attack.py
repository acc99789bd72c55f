import subprocess

import aim


def attack():
    subprocess.run(["/bin/touch", aim.PLANT], check=True)
