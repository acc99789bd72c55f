import matplotlib

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt

plt.figure()
plt.plot([0, 1], [0, 1])
plt.show()
plt.pause(0.01)
plt.savefig("figure.png")
