// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.io.IOException;
import javax.inject.Singleton;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.adapter.mailbox.MailboxManagerManagement;
import org.apache.james.adapter.mailbox.MailboxManagerManagementMBean;
import org.apache.james.adapter.mailbox.QuotaManagement;
import org.apache.james.adapter.mailbox.QuotaManagementMBean;
import org.apache.james.domainlist.api.DomainListManagementMBean;
import org.apache.james.domainlist.lib.DomainListManagement;
import org.apache.james.rrt.api.RecipientRewriteTableManagementMBean;
import org.apache.james.rrt.lib.RecipientRewriteTableManagement;
import org.apache.james.sieverepository.api.SieveRepositoryManagementMBean;
import org.apache.james.sieverepository.lib.SieveRepositoryManagement;
import org.apache.james.user.api.UsersRepositoryManagementMBean;
import org.apache.james.user.lib.UsersRepositoryManagement;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.utils.PropertiesProvider;
import org.posthorn.server.Directories;
import org.posthorn.server.administration.JmxEndpoint;
import org.posthorn.server.administration.OwnBeans;
import org.posthorn.server.administration.Secrets;

/** JMX, which the command line talks to: on the loopback interface, with a password of its own. */
public final class JmxModule extends AbstractModule {

    private static final String BEAN = "org.apache.james:type=component,name=";

    @Override
    protected void configure() {
        bind(DomainListManagementMBean.class).to(DomainListManagement.class).in(Scopes.SINGLETON);
        bind(MailboxManagerManagementMBean.class)
                .to(MailboxManagerManagement.class)
                .in(Scopes.SINGLETON);
        bind(QuotaManagementMBean.class).to(QuotaManagement.class).in(Scopes.SINGLETON);
        bind(RecipientRewriteTableManagementMBean.class)
                .to(RecipientRewriteTableManagement.class)
                .in(Scopes.SINGLETON);
        bind(SieveRepositoryManagementMBean.class)
                .to(SieveRepositoryManagement.class)
                .in(Scopes.SINGLETON);
        bind(UsersRepositoryManagementMBean.class)
                .to(UsersRepositoryManagement.class)
                .in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    JmxEndpoint endpoint(PropertiesProvider properties, Directories directories)
            throws ConfigurationException, IOException {
        Secrets.in(directories.secrets()).jmx();
        return new JmxEndpoint(properties.getConfiguration("jmx").getInt("jmx.port"), directories.secrets());
    }

    @ProvidesIntoSet
    InitializationOperation start(
            JmxEndpoint server,
            DomainListManagementMBean domains,
            OwnBeans ours,
            MailboxManagerManagementMBean mailboxes,
            QuotaManagementMBean quotas,
            RecipientRewriteTableManagementMBean aliases,
            SieveRepositoryManagementMBean scripts,
            UsersRepositoryManagementMBean users) {
        return InitilizationOperationBuilder.forClass(JmxEndpoint.class).init(() -> {
            server.start();
            server.register(BEAN + "domainlist", domains);
            ours.register(server);
            server.register(BEAN + "mailboxmanagerbean", mailboxes);
            server.register(BEAN + "quotamanagerbean", quotas);
            server.register(BEAN + "recipientrewritetable", aliases);
            server.register(BEAN + "sievemanagerbean", scripts);
            server.register(BEAN + "usersrepository", users);
        });
    }
}
