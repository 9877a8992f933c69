// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method whose purpose is to print on the terminal; everywhere else printing is refused by the build. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface TerminalOutput {}
