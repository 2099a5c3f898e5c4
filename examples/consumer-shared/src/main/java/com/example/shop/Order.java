package com.example.shop;

/** What is bought. */
public record Order(String id, Customer customer) {}
