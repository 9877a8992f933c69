// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.lib.AbstractDomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.james.sql.PanelDomains;
import org.posthorn.postfixadmin.james.sql.RefusedException;

/**
 * James's domains are those whose mail PostfixAdmin keeps here: active domains, and alias domains of such. Domains that are
 * only relayed are not among them.
 *
 * <p>Read live, nothing is cached. Starting needs no database, and writes nothing: James's default domain, and one in the
 * environment, are not inserted. Removing a domain removes its mailboxes and aliases, as in the panel. A change that is
 * refused, and a database that does not answer, throw {@link DomainListException} with one line that says why.
 */
@Singleton
public final class PostfixAdminDomainList extends AbstractDomainList {

    private final Accounts accounts;
    private final PanelDomains domains;
    private volatile boolean configuring;

    @Inject
    public PostfixAdminDomainList(DNSService dns, Accounts accounts, PanelDomains domains) {
        super(dns);
        this.accounts = accounts;
        this.domains = domains;
    }

    /**
     * Takes the default domain from the configuration.
     *
     * @throws ConfigurationException if it asks for domains from elsewhere than PostfixAdmin, or for a cache
     */
    @Override
    public void configure(DomainListConfiguration configuration) throws ConfigurationException {
        refuse(configuration.isAutoDetect(), "autodetect");
        refuse(configuration.isAutoDetectIp(), "autodetectIP");
        refuse(configuration.isCacheEnabled(), "read.cache.enable");
        refuse(!configuration.getConfiguredDomains().isEmpty(), "domainnames");
        configuring = true;
        try {
            super.configure(configuration);
        } finally {
            configuring = false;
        }
    }

    /** What James's own configuration would insert is only noted. */
    @Override
    public void addDomain(Domain domain) throws DomainListException {
        if (!configuring) {
            change(() -> domains.add(domain.asString()));
        }
    }

    @Override
    public boolean containsDomain(Domain domain) throws DomainListException {
        return configuring || super.containsDomain(domain);
    }

    @Override
    protected List<Domain> getDomainListInternal() throws DomainListException {
        return ask(domains::local).stream()
                .flatMap(name -> domain(name).stream())
                .toList();
    }

    @Override
    protected boolean containsDomainInternal(Domain domain) throws DomainListException {
        return ask(() -> accounts.domain(domain.asString())) == DomainKind.LOCAL;
    }

    @Override
    protected void doRemoveDomain(Domain domain) throws DomainListException {
        change(() -> domains.remove(domain.asString()));
    }

    private static void refuse(boolean asked, String option) throws ConfigurationException {
        if (asked) {
            throw new ConfigurationException("domainlist.xml: " + option
                    + " must go: the domains are PostfixAdmin's, read anew for each question");
        }
    }

    private static Optional<Domain> domain(String name) {
        try {
            return Optional.of(Domain.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void change(Runnable change) throws DomainListException {
        ask(() -> {
            change.run();
            return true;
        });
    }

    private static <T> T ask(Supplier<T> question) throws DomainListException {
        try {
            return question.get();
        } catch (RefusedException e) {
            throw new DomainListException(e.getMessage());
        } catch (AccountsUnavailableException e) {
            throw new DomainListException(e.getMessage(), e);
        }
    }
}
