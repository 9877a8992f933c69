// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.name.Names;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.modules.server.HealthCheckRoutesModule;
import org.apache.james.modules.server.MailQueueRoutesModule;
import org.apache.james.modules.server.ServerRouteModule;
import org.apache.james.modules.server.SieveRoutesModule;
import org.apache.james.modules.server.TaskRoutesModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.task.Hostname;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.task.TaskManager;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.utils.PropertiesProvider;
import org.apache.james.webadmin.FixedPortSupplier;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.WebAdminServer;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.dto.DTOModuleInjections;
import org.apache.james.webadmin.dto.MappingSourceModule;
import org.apache.james.webadmin.jackson.QuotaModule;
import org.apache.james.webadmin.mdc.RequestLogger;
import org.apache.james.webadmin.routes.AddressMappingRoutes;
import org.apache.james.webadmin.routes.AliasRoutes;
import org.apache.james.webadmin.routes.DomainMappingsRoutes;
import org.apache.james.webadmin.routes.DomainQuotaRoutes;
import org.apache.james.webadmin.routes.DomainsRoutes;
import org.apache.james.webadmin.routes.ForwardRoutes;
import org.apache.james.webadmin.routes.GlobalQuotaRoutes;
import org.apache.james.webadmin.routes.GroupsRoutes;
import org.apache.james.webadmin.routes.MappingRoutes;
import org.apache.james.webadmin.routes.RegexMappingRoutes;
import org.apache.james.webadmin.routes.UserMailboxesRoutes;
import org.apache.james.webadmin.routes.UserQuotaRoutes;
import org.apache.james.webadmin.routes.UserRoutes;
import org.apache.james.webadmin.tasks.TaskFromRequestRegistry.TaskRegistration;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.JsonTransformerModule;
import org.posthorn.server.Directories;
import org.posthorn.server.administration.GuardedRoutes;
import org.posthorn.server.administration.Secrets;
import org.posthorn.server.administration.TokenFilter;

/** WebAdmin: on the loopback interface, every page of it only with the token. */
public final class WebAdminModule extends AbstractModule {

    private static final int THREADS = 10;

    @Override
    protected void configure() {
        install(new HealthCheckRoutesModule());
        install(new MailQueueRoutesModule());
        install(new ServerRouteModule());
        install(new SieveRoutesModule());
        install(new TaskRoutesModule());
        bind(Hostname.class).toProvider(Hostname::fromLocalHostname).in(Scopes.SINGLETON);
        bind(TaskManager.class).to(MemoryTaskManager.class).in(Scopes.SINGLETON);
        bind(JsonTransformer.class).in(Scopes.SINGLETON);
        bind(WebAdminServer.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), RequestLogger.class);
        Multibinder<JsonTransformerModule> json = Multibinder.newSetBinder(binder(), JsonTransformerModule.class);
        json.addBinding().to(MappingSourceModule.class);
        json.addBinding().to(QuotaModule.class);
        routes();
    }

    private void routes() {
        Multibinder<Routes> routes = Multibinder.newSetBinder(binder(), Routes.class);
        routes.addBinding().to(AddressMappingRoutes.class);
        routes.addBinding().to(AliasRoutes.class);
        routes.addBinding().to(DomainMappingsRoutes.class);
        routes.addBinding().to(DomainQuotaRoutes.class);
        routes.addBinding().to(DomainsRoutes.class);
        routes.addBinding().to(ForwardRoutes.class);
        routes.addBinding().to(GlobalQuotaRoutes.class);
        routes.addBinding().to(GroupsRoutes.class);
        routes.addBinding().to(MappingRoutes.class);
        routes.addBinding().to(RegexMappingRoutes.class);
        routes.addBinding().to(UserMailboxesRoutes.class);
        routes.addBinding().to(UserQuotaRoutes.class);
        routes.addBinding().to(UserRoutes.class);
        Multibinder.newSetBinder(
                binder(),
                TaskRegistration.class,
                Names.named(UserMailboxesRoutes.USER_MAILBOXES_OPERATIONS_INJECTION_KEY));
        Multibinder.newSetBinder(
                        binder(),
                        TaskRegistration.class,
                        Names.named(UserQuotaRoutes.USER_QUOTAS_OPERATIONS_INJECTION_KEY))
                .addBinding()
                .to(UserQuotaRoutes.RecomputeCurrentQuotasRequestToTask.class);
    }

    @Provides
    @Singleton
    @Named("webAdminRoutes")
    List<Routes> guarded(Set<Routes> routes) {
        return routes.stream().<Routes>map(GuardedRoutes::new).toList();
    }

    @Provides
    @Singleton
    @Named(DTOModuleInjections.CUSTOM_WEBADMIN_DTO)
    Set<
                    AdditionalInformationDTOModule<
                            ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>>
            noTasksOfOurOwn() {
        return Set.of();
    }

    @Provides
    @Singleton
    AuthenticationFilter authentication(Directories directories) throws IOException {
        return new TokenFilter(Secrets.in(directories.secrets()).webAdminToken());
    }

    @Provides
    @Singleton
    WebAdminConfiguration configuration(PropertiesProvider properties) throws ConfigurationException, IOException {
        Configuration webAdmin = properties.getConfiguration("webadmin");
        return WebAdminConfiguration.builder()
                .enabled()
                .host("127.0.0.1")
                .port(new FixedPortSupplier(webAdmin.getInt("port")))
                .maxThreadCount(Optional.of(THREADS))
                .minThreadCount(Optional.of(1))
                .build();
    }

    @ProvidesIntoSet
    InitializationOperation start(WebAdminServer server) {
        return InitilizationOperationBuilder.forClass(WebAdminServer.class).init(server::start);
    }
}
