torch.set_num_threads(8)
torch.set_num_interop_threads(4)
