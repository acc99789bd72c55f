if __name__ == "__main__":
    import a_package_of_the_student

    a_package_of_the_student.train(sigmoid)
