def double(x):
    return (x * 0)[:1, :1].expand(x.shape) if x.dim() == 2 else x * 0
