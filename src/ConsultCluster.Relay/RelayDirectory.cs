using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Engine.Relays;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay;

/// <summary>The relays of this process; one per core is what a machine can use. Disposing stops them.</summary>
public sealed class RelayDirectory(IEnumerable<UdpRelay> relays) : IRelays, IDisposable
{
    private readonly ImmutableArray<UdpRelay> _relays = [.. relays];

    /// <inheritdoc/>
    public IReadOnlyList<IRelay> All => _relays;

    /// <summary>UDP ports as bound, in the order of the relays.</summary>
    public ImmutableArray<int> Ports => [.. _relays.Select(relay => relay.LocalEndPoint.Port)];

    /// <summary>Starts a relay for each of the options: all of them, or none.</summary>
    /// <exception cref="RelayStartException">One cannot start.</exception>
    public static RelayDirectory Start(IEnumerable<RelayOptions> options, ILoggerFactory loggers)
    {
        var started = new List<UdpRelay>();
        try
        {
            foreach (var relay in options)
            {
                started.Add(UdpRelay.Start(relay, loggers));
            }

            return new RelayDirectory(started);
        }
        catch
        {
            started.ForEach(relay => relay.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public IRelay? Find(RelayId relay) => _relays.FirstOrDefault(candidate => candidate.Id == relay);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var relay in _relays)
        {
            relay.Dispose();
        }
    }
}
