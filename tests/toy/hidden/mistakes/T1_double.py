# %% adds two
# caught by: test_double_doubles
# message: Your function adds 2; multiply by 2 instead.
def double(x):
    return x + 2
