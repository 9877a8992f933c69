// SPDX-License-Identifier: Apache-2.0
/** The command line for accounts: James's own commands, with passwords kept out of the arguments. */
@org.jspecify.annotations.NullMarked
package org.posthorn.cli;
