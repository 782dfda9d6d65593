using ConsultCluster.Cluster.Watches;
using ConsultCluster.Cluster.Accounts;
using ConsultCluster.Cluster.Admin;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Hosting.Clocks;
using ConsultCluster.Cluster.Hosting.Tls;
using ConsultCluster.Cluster.Silos;
using ConsultCluster.Cluster.State;
using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>Makes a process a silo of the cluster.</summary>
public static class ClusterSilo
{
    /// <summary>
    /// Adds a silo with the groups, <see cref="IConsultationGroups"/>, <see cref="IAccountChanges"/>, <see cref="IGroupOverview"/>, <see cref="IClusterAdmin"/>, <see cref="IClusterClocks"/> and <see cref="ISilos"/>. It needs the stores, <see cref="IAccounts"/>, the
    /// relays, the process's own desk and, if the times are to be other ones, <see cref="GroupOptions"/> among the services, and a database that
    /// <see cref="ClusterSchema"/> was applied to before it starts.
    /// </summary>
    /// <exception cref="ArgumentException">Options are wrong; the message names all mistakes.</exception>
    public static IHostApplicationBuilder AddClusterSilo(this IHostApplicationBuilder builder, ClusterSettings options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ClusterSettings.ThrowIfWrong(options);
        var identity = SiloTls.Identity(options);
        SiloDatabase.AddClockCheck(builder.Services, options);
        builder.UseOrleans(silo =>
        {
            var connection = SiloDatabase.ConnectionString(options);
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
            silo.Configure<SiloOptions>(self => self.SiloName = SiloName.Write(options));
            silo.ConfigureEndpoints(options.AdvertisedAddress, options.SiloPort, options.GatewayPort, options.ListenOnAnyAddress);
            silo.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (SiloDatabase.Invariant, connection));
            silo.UseAdoNetReminderService(database => (database.Invariant, database.ConnectionString) = (SiloDatabase.Invariant, connection));
            GrainStates.UsePostgres(silo, options);
            SiloTls.Use(silo, identity);
            NodeNameCheck.Add(silo);
            CrashedSilos.Add(silo);
            AddGroups(silo, options);
            SiloClocks.Add(silo);
            BoundedStop.Add(silo.Services, connection);
        });
        return builder;
    }

    /// <summary>All but where silos meet and reminders are kept.</summary>
    internal static void AddGroups(ISiloBuilder silo, ClusterSettings options)
    {
        silo.UseSiloMetadata(new Dictionary<string, string>(StringComparer.Ordinal) { [ConsultationGroupGrain.RegionKey] = options.Region });
        silo.Configure<ClusterMembershipOptions>(membership => Apply(options.Timings, membership));
        silo.Configure<SiloMessagingOptions>(messages => messages.ResponseTimeout = SiloDatabase.ResponseTimeout);
        silo.Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod =
            options.ReminderEvery < reminders.MinimumReminderPeriod ? options.ReminderEvery : reminders.MinimumReminderPeriod);
        silo.AddActivityPropagation();
        silo.Services.AddMetrics().TryAddSingleton<GroupMetrics>();
        silo.Services.TryAddSingleton<StateMetrics>();
        silo.Services.TryAddSingleton(_ => new GrainStates());
        SiloDashboard.Use(silo, options.Dashboard);
        silo.AddIncomingGrainCallFilter<GroupCallFilter>();
        DomainJson.Add(silo.Services);
        silo.Services.TryAddSingleton<GroupOptions>();
        silo.Services.AddSingleton(options);
        silo.Services.AddSingleton<SiloGroups>();
        silo.AddGrainService<SiloGroupsService>();
        silo.Services.AddSingleton<IGroupOverview, AllGroups>();
        silo.Services.AddSingleton<LocalSilos>();
        silo.Services.AddSingleton<ISilos>(services => services.GetRequiredService<LocalSilos>());
        silo.Services.AddSingleton<ClusterGroups>();
        silo.Services.AddSingleton<IConsultationGroups>(services => services.GetRequiredService<ClusterGroups>());
        silo.Services.AddSingleton<IAccountChanges, AccountChanges>();
        silo.Services.AddSingleton<AdminWatch>();
        silo.Services.AddSingleton<IClusterAdmin>(services => new ClusterAdminClient(
            services.GetRequiredService<ClusterGroups>(), services.GetRequiredKeyedService<IClusterAdmin>(IClusterAdmin.OfThisProcess)));

        // From the first moment on: relays tell of themselves whether groups are here or not.
        silo.AddStartupTask((services, _) =>
        {
            services.GetRequiredService<SiloGroups>();
            services.GetRequiredService<LocalSilos>();
            if (services.GetRequiredService<IServiceProviderIsKeyedService>().IsKeyedService(typeof(IClusterAdmin), IClusterAdmin.OfThisProcess))
            {
                services.GetRequiredService<AdminWatch>();
            }

            return Task.CompletedTask;
        });
    }

    private static void Apply(MembershipTimings timings, ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = timings.Probe;
        membership.MinProbeTimeout = timings.Probe;
        membership.MaxProbeTimeout = timings.ProbeAtMost;
        membership.NumMissedProbesLimit = timings.MissedProbes;
        membership.NumVotesForDeathDeclaration = timings.Votes;
        membership.TableRefreshTimeout = timings.Refresh;
        membership.IAmAliveTablePublishTimeout = timings.Alive;
        membership.NumMissedTableIAmAliveLimit = timings.MissedAlive;
        membership.ExtendProbeTimeoutDuringDegradation = true;
    }
}
