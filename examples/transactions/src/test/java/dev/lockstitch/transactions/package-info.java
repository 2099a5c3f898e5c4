@NullMarked
package dev.lockstitch.transactions;

import org.jspecify.annotations.NullMarked;
