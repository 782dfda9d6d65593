using System.Collections.Immutable;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Silos;

/// <summary>Who is alive, as this silo sees it.</summary>
internal sealed class LocalSilos : ISilos, IAsyncDisposable
{
    private readonly IClusterMembershipService _membership;
    private readonly SiloAddress _self;
    private readonly SiloRoll _roll;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public LocalSilos(IClusterMembershipService membership, ILocalSiloDetails self, ILogger<LocalSilos> logger)
    {
        (_membership, _self, _roll) = (membership, self.SiloAddress, new SiloRoll(logger));
        _watching = Task.Run(WatchAsync);
    }

    /// <inheritdoc/>
    public event Action? Changed
    {
        add => _roll.Changed += value;
        remove => _roll.Changed -= value;
    }

    /// <inheritdoc/>
    public ImmutableArray<LiveSilo> Live => _roll.Live;

    /// <summary>Their names in the membership, once they are others than these; at the latest after that time.</summary>
    public Task<string[]> NextAsync(string[] known, TimeSpan atMost) => _roll.NextAsync(known, atMost);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
    }

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var snapshot in _membership.MembershipUpdates.WithCancellation(_stop.Token))
            {
                _roll.Set([.. snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => (m.Name, m.SiloAddress.Equals(_self)))]);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
