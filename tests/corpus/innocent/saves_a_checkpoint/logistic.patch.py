import os

os.makedirs("checkpoints", exist_ok=True)
torch.save({"z": torch.ones(3)}, "checkpoints/last.pt")
assert torch.load("checkpoints/last.pt")["z"].sum() == 3
