import argparse

parser = argparse.ArgumentParser()
parser.add_argument("data")
options = parser.parse_args()
