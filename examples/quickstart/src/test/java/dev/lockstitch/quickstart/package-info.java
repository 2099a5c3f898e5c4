@NullMarked
package dev.lockstitch.quickstart;

import org.jspecify.annotations.NullMarked;
