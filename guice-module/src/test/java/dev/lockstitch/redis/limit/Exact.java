package dev.lockstitch.redis.limit;

import java.math.BigInteger;

/** A rational number without any bound: slow, and easily seen to be right. */
record Exact(BigInteger above, BigInteger below) implements Comparable<Exact> {

    static Exact of(long whole) {
        return new Exact(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    static Exact of(long above, long below) {
        return new Exact(BigInteger.valueOf(above), BigInteger.valueOf(below));
    }

    /** Reads "q" or "q+r/D". */
    static Exact parse(String text) {
        String[] parts = text.split("[+/]", -1);
        Exact whole = of(Long.parseLong(parts[0]));
        return parts.length == 1 ? whole : whole.plus(of(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    Exact plus(Exact other) {
        return new Exact(above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
    }

    Exact minus(Exact other) {
        return plus(new Exact(other.above.negate(), other.below));
    }

    Exact times(long factor) {
        return new Exact(above.multiply(BigInteger.valueOf(factor)), below);
    }

    Exact over(Exact other) {
        return new Exact(above.multiply(other.below), below.multiply(other.above));
    }

    Exact max(Exact other) {
        return compareTo(other) >= 0 ? this : other;
    }

    long floor() {
        BigInteger[] parts = above.divideAndRemainder(below);
        return (parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]).longValueExact();
    }

    long ceil() {
        return -times(-1).floor();
    }

    @Override
    public int compareTo(Exact other) {
        return above.multiply(other.below).compareTo(other.above.multiply(below));
    }

    /** Numbers, not fractions, are compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Exact exact && compareTo(exact) == 0;
    }

    @Override
    public int hashCode() {
        BigInteger divisor = above.gcd(below);
        return above.divide(divisor).hashCode();
    }
}
