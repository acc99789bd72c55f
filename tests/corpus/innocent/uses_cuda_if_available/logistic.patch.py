device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
torch.cuda.manual_seed_all(1)
torch.backends.cudnn.deterministic = True
on_any_device = sigmoid


def sigmoid(z):
    return on_any_device(z.to(device)).cpu()
