for number in range(20):
    print(f"{number} " * (1 << 18))
print("fertig ✓ 完了")
