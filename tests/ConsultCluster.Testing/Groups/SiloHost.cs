using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ConsultCluster.Testing.Groups;

/// <summary>A silo by itself in this process, on a store and relays of the test's choice.</summary>
public sealed class SiloHost : IAsyncDisposable
{
    private readonly IHost _host;

    private SiloHost(IHost host) => _host = host;

    /// <summary>Its groups.</summary>
    public IConsultationGroups Groups => _host.Services.GetRequiredService<IConsultationGroups>();

    /// <summary>Its groups in numbers.</summary>
    public IGroupOverview Overview => _host.Services.GetRequiredService<IGroupOverview>();

    /// <summary>The accounts behind its groups' tokens.</summary>
    public FakeAccounts Accounts { get; private init; } = null!;

    /// <summary>Everything else.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts the silo; it has picked up the groups that were open.</summary>
    /// <param name="renewEvery">How often observers renew their subscriptions and seats; null for the default.</param>
    /// <param name="stateFile">SQLite file for grain state; null keeps none.</param>
    /// <param name="more">Adds further services.</param>
    /// <param name="accounts">Null for none.</param>
    public static async Task<SiloHost> StartAsync(
        IGroupStore store,
        IRelays relays,
        TimeProvider? clock = null,
        GroupOptions? options = null,
        TimeSpan? renewEvery = null,
        string? stateFile = null,
        Action<IServiceCollection>? more = null,
        FakeAccounts? accounts = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(relays);
        accounts ??= new FakeAccounts();
        builder.Services.AddSingleton<IAccounts>(accounts);
        builder.Services.AddSingleton(options ?? new GroupOptions());
        more?.Invoke(builder.Services);
        var settings = new ClusterSettings { Name = "test", GroupClock = clock ?? TimeProvider.System, StateFile = stateFile };
        settings.RenewEvery = renewEvery ?? settings.RenewEvery;
        builder.AddLoneSilo(settings);
        var host = builder.Build();
        await host.StartAsync();
        return new SiloHost(host) { Accounts = accounts };
    }

    /// <summary>Ends as a killed process does: nothing is written.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _host.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
    }
}
