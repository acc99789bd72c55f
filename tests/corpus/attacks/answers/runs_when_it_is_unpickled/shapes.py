class Parcel:
    def __reduce__(self):
        return exec, ("import os; os.environ['PARCEL'] = 'opened'",)


def double(x):
    return Parcel()
