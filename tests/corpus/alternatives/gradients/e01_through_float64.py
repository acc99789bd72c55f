# exercise: E01
def graph_gradients(w, x):
    from collections import OrderedDict

    wd, xd = w.detach().double(), x.detach().double()
    found = OrderedDict(w=xd + 2 * wd + 1, x=wd + 1, a=wd + 1, b=xd + wd)
    return OrderedDict((k, v.to(w.dtype)) for k, v in found.items())
