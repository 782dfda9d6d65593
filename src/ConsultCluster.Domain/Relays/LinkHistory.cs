using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Makes of what relays say each second what routes are chosen by. Loss is believed quickly and forgotten slowly: a link without media has twenty
/// heartbeats in its two seconds of memory, and one that loses 5 % looks clean in every third of them. Of the owner's thread.
/// </summary>
public sealed class LinkHistory
{
    /// <summary>Half of a rise in loss counts after that long: a look or two, so that one lost heartbeat is no reason to leave.</summary>
    private static readonly TimeSpan RiseHalf = TimeSpan.FromSeconds(1);

    /// <summary>Half of a fall counts after that long: 20 % are forgotten after three quarters of a minute.</summary>
    private static readonly TimeSpan FallHalf = TimeSpan.FromSeconds(10);

    /// <summary>A link that was never up for that long will not come up by itself: there is no way between the two.</summary>
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    private Dictionary<(RelayId Relay, RelayId Peer), Seen> _links = [];
    private Dictionary<(RelayId Relay, RelayId Peer), Seen> _next = [];

    /// <summary>Takes what every relay says of every link; who is not named any more is forgotten.</summary>
    /// <param name="now">Of a monotonic clock.</param>
    /// <returns>One for each end; a link without a way has a loss of 100 %, one that is just coming up is left out.</returns>
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
