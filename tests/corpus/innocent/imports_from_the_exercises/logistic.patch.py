from exercises.more import nothing
import exercises.more as other

assert other.nothing == nothing
