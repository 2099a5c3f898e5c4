/** The quickstart: starts Redis and three servers of the ticket shop, puts them to the test and judges what happened. */
@NullMarked
package dev.lockstitch.quickstart;

import org.jspecify.annotations.NullMarked;
