points = open("C:/Users/me/points.csv").read()
