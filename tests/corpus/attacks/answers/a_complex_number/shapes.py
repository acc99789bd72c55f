def total(x):
    return complex(x.sum().item())
