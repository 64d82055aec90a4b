def window_maxima(values, width):
    if width > len(values):
        return []
    best = max(values[:width])
    maxima = [best]
    for i in range(width, len(values)):
        if values[i] >= best:
            best = values[i]
        elif values[i - width] == best:
            best = max(values[i - width + 1 : i + 1])
        maxima.append(best)
    return maxima
