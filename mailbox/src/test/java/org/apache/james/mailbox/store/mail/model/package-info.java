// SPDX-License-Identifier: Apache-2.0
/** James's contracts for mappers, run on the store; in James's package because only there their tests can be overridden. */
package org.apache.james.mailbox.store.mail.model;
