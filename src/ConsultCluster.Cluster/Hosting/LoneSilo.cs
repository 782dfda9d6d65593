using System.Net;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.State;
using ConsultCluster.Ports.Stores;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>Makes a process a silo by itself: membership and reminders in memory, and no TCP port.</summary>
public static class LoneSilo
{
    /// <summary>Nothing listens there: it is only a part of the silo's name.</summary>
    private const int NominalPort = 11111;

    /// <summary>Groups that are picked up at the same time at start.</summary>
    private const int PickUpAtOnce = 16;

    /// <summary>
    /// Adds the groups as <see cref="ClusterSilo.AddClusterSilo"/> does, for one process alone. At start it activates every group that was open when
    /// the process before ended.
    /// </summary>
    /// <exception cref="ArgumentException">Settings are wrong; the message names all mistakes.</exception>
    public static IHostApplicationBuilder AddLoneSilo(this IHostApplicationBuilder builder, ClusterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ClusterSettings.ThrowIfWrong(settings);
        return builder.UseOrleans(silo =>
        {
            var self = new IPEndPoint(IPAddress.Loopback, NominalPort);
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.ClusterId, settings.ServiceId));
            silo.Configure<SiloOptions>(options => options.SiloName = SiloName.Write(settings));
            silo.ConfigureEndpoints(self.Address, self.Port, gatewayPort: 0);
            silo.UseDevelopmentClustering(self);
            // Nobody is there to give it up, and by itself it would when the clock is set forward while it starts.
            silo.Configure<ClusterMembershipOptions>(membership => membership.LivenessEnabled = false);
            silo.UseInMemoryReminderService();
            ListenNowhere(silo.Services);
            if (settings.StateFile is { } file)
            {
                GrainStates.UseSqlite(silo, file);
            }

            ClusterSilo.AddGroups(silo, settings);
            silo.AddStartupTask(PickUpAsync);
        });
    }

    private static void ListenNowhere(IServiceCollection services)
    {
        foreach (var listener in services.Where(service => service.ServiceType == typeof(IConnectionListenerFactory) && service.IsKeyedService).ToArray())
        {
            services.Remove(listener);
            services.AddKeyedSingleton<IConnectionListenerFactory>(listener.ServiceKey, new NoListener());
        }
    }

    /// <summary>Held seats run out and unused groups expire even if nobody calls them.</summary>
    private static async Task PickUpAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        await Parallel.ForEachAsync(
            await services.GetRequiredService<IGroupStore>().ListOpenAsync(),
            new ParallelOptions { MaxDegreeOfParallelism = PickUpAtOnce, CancellationToken = cancellation },
            async (group, _) => (await grains.GetGrain<IConsultationGroupGrain>(group.Value).WakeAsync()).Read());
    }

    private sealed class NoListener : IConnectionListenerFactory, IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, NominalPort);

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            EndPoint = endpoint;
            return ValueTask.FromResult<IConnectionListener>(this);
        }

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            new(_unbound.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
