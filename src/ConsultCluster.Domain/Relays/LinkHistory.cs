using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Smooths the link reports that relays send each second, for the choice of routes. Loss rises quickly and decays
/// slowly: without media a link measures over twenty heartbeats in two seconds, and with 5 % loss every third
/// measurement shows none. One owner thread.
/// </summary>
public sealed class LinkHistory
{
    /// <summary>Half-life of a rise in loss: one or two reports, so one lost heartbeat changes no route.</summary>
    private static readonly TimeSpan RiseHalf = TimeSpan.FromSeconds(1);

    /// <summary>Half-life of a fall: 20 % loss is forgotten after three quarters of a minute.</summary>
    private static readonly TimeSpan FallHalf = TimeSpan.FromSeconds(10);

    /// <summary>A link that did not come up within this time has no network path.</summary>
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    private Dictionary<(RelayId Relay, RelayId Peer), Seen> _links = [];
    private Dictionary<(RelayId Relay, RelayId Peer), Seen> _next = [];

    /// <summary>Processes all relays' reports of all links; relays without a report are forgotten.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <returns>
    /// One measurement per end. A link without a path has a loss of 100 %; a link that is connecting is left out.
    /// </returns>
    public ImmutableArray<RelayLink> Update(IEnumerable<LinkSample> samples, TimeSpan now)
    {
        var links = ImmutableArray.CreateBuilder<RelayLink>(_links.Count);
        _next.Clear();
        foreach (var sample in samples)
        {
            var loss = sample.IsUp ? sample.LossPercent : 100;
            var wasSeen = _links.TryGetValue((sample.Relay, sample.Peer), out var before);
            if (sample.RoundTripMs is { } roundTripMs)
            {
                loss = wasSeen && before.Loss is { } known ? Follow(known, loss, now - before.At) : loss;
                links.Add(new RelayLink(sample.Relay, sample.Peer, roundTripMs, loss));
                _next[(sample.Relay, sample.Peer)] = new Seen(now, wasSeen ? before.Since : now, loss);
                continue;
            }

            var since = wasSeen ? before.Since : now;
            _next[(sample.Relay, sample.Peer)] = new Seen(now, since, null);
            if (now - since >= ConnectTime)
            {
                links.Add(new RelayLink(sample.Relay, sample.Peer, 0, 100));
            }
        }

        (_links, _next) = (_next, _links);
        return links.ToImmutable();
    }

    private static double Follow(double before, double loss, TimeSpan elapsed) =>
        before + ((loss - before) * (1 - Math.Pow(0.5, elapsed / (loss > before ? RiseHalf : FallHalf))));

    /// <param name="Loss">Null before the first measurement.</param>
    private readonly record struct Seen(TimeSpan At, TimeSpan Since, double? Loss);
}
