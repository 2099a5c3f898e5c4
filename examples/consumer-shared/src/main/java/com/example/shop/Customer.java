package com.example.shop;

/** Who buys. */
public record Customer(String id, String phone) {}
