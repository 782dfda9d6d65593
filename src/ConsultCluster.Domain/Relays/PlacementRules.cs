namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Prices for the choice of relays, all in milliseconds of round trip. Reasons for the defaults: docs/decisions/0008.
/// </summary>
public sealed record PlacementRules
{
    /// <summary>
    /// Price of load, shaped like the delay of a queue: <c>LoadMs * share / (1 - share)</c>. Default 40: half load
    /// costs 40 ms, 60 % costs 60.
    /// </summary>
    public double LoadMs { get; init; } = 40;

    /// <summary>Up to this multiple of the mean share, a relay's load counts as even. Default 1.05.</summary>
    public double EvenFactor { get; init; } = 1.05;

    /// <summary>
    /// Price of the share above even, times the share: small while all relays are idle. Default 900: when relays are
    /// half full on average, one at 60 % costs 40 ms more. Terminals that lose little by it move to the next region.
    /// </summary>
    public double UnevenMs { get; init; } = 900;

    /// <summary>
    /// Share of a relay's capacity up to which terminals are placed there. The rest is for growing groups. Default
    /// 0.85.
    /// </summary>
    public double FullShare { get; init; } = 0.85;

    /// <summary>
    /// Part of a region's free capacity that failovers use before they go to another region, with several planners.
    /// Default 0.7: half of the load is large groups, and by chance a relay gets two more of them than the mean.
    /// </summary>
    public double FailoverPart { get; init; } = 0.7;

    /// <summary>A relay is near when its round trip is at most this multiple of the best known. Default 1.15.</summary>
    public double NearFactor { get; init; } = 1.15;

    /// <summary>
    /// Surcharge of a round trip beyond near, per multiple of the best: at 2.15 times the best it is this much. Default
    /// 150.
    /// </summary>
    public double FarMs { get; init; } = 150;

    /// <summary>Limit of that surcharge, so that one far terminal does not move its whole group. Default 100.</summary>
    public double MaxFarMs { get; init; } = 100;

    /// <summary>Shorter round trips count as this for multiples of the best: 2 ms, a tenth of a video frame.</summary>
    public double NoticeableMs { get; init; } = 2;

    /// <summary>Price of a cascade hop. The delay is small, but copies are load on both relays. Default 10.</summary>
    public double HopMs { get; init; } = 10;

    /// <summary>
    /// Price of a millisecond between relays. Below 1 because loss is repaired hop by hop: a terminal near its relay
    /// gets a retransmission sooner, whatever the cascade adds. Default 0.25.
    /// </summary>
    public double LinkWeight { get; init; } = 0.25;

    /// <summary>
    /// Terminals spread at random over relays up to this much more expensive than relays at the same distance: loads
    /// are a second old, and other planners decide too. Less than a hop. Default 8.
    /// </summary>
    public double SpreadMs { get; init; } = 8;

    /// <summary>Minimum gain for a move, so noise moves no terminal. Default 4.</summary>
    public double StayMs { get; init; } = 4;

    /// <summary>Tolerated excess over the mean of comparable relays: loads are noisy. Default 0.02.</summary>
    public double EvenTolerance { get; init; } = 0.02;

    /// <summary>
    /// Terminals do not leave a relay below this share because of load: nobody gains, and a small share doubles in one
    /// busy moment. Default 0.25.
    /// </summary>
    public double IdleShare { get; init; } = 0.25;

    /// <summary>
    /// Multiple of its excess that leaves a busy relay in each round of rebalancing. Default 2: with rounds every 10 s
    /// and loads 2 s old, less than the excess leaves before it shows, so the load does not oscillate.
    /// </summary>
    public double LeaveFactor { get; init; } = 2;

    /// <summary>
    /// Part of what a relay lacks that all planners together fill by rebalancing per <see cref="QuotaWindow"/>. Default
    /// 0.3: loads lag two windows behind, and the parts of these windows stay below the whole.
    /// </summary>
    public double QuotaPart { get; init; } = 0.3;

    /// <summary>
    /// Parts of the quota for moves within a region: only few planners make them, and no more terminals leave than are
    /// missing. Default 4.
    /// </summary>
    public double QuotaInRegion { get; init; } = 4;

    /// <summary>How long one random draw of the quota holds. Default 2 s: about the age of loads.</summary>
    public TimeSpan QuotaWindow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Rebalancing fills relays up to this share above the mean. Default 0.05.</summary>
    public double AboveMean { get; init; } = 0.05;

    /// <summary>
    /// Lower bound of the share that counts as missing on a relay with room, so a split group can still join there.
    /// Default 0.01.
    /// </summary>
    public double MinMissing { get; init; } = 0.01;

    /// <summary>
    /// A region with less than this part of its capacity free is scarce: planners assume that the others place
    /// terminals there too. Default 0.15.
    /// </summary>
    public double ScarcePart { get; init; } = 0.15;

    /// <summary>
    /// A region is skipped when its distance alone costs this much more than the cheapest relay found nearer. Default
    /// 60.
    /// </summary>
    public double SearchMarginMs { get; init; } = 60;

    /// <summary>
    /// Price of a standby on the same machine as the relay. Default 1,000: any other machine with room is preferred.
    /// </summary>
    public double SameMachineMs { get; init; } = 1000;

    /// <summary>Assumed packets per second of one terminal's audio and video to one receiver. Default 120.</summary>
    public double PacketsPerStream { get; init; } = 120;

    /// <summary>Videos that a terminal receives at once. Default 9.</summary>
    public int Slots { get; init; } = 9;

    /// <summary>
    /// Half-life of a decision's reserved load, while the measured load takes over. Default 3 s: relays report each
    /// second.
    /// </summary>
    public TimeSpan ReservationHalfLife { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Price of one percent of loss on a link between relays: each lost packet waits for another round trip. Default
    /// 10.
    /// </summary>
    public double LossMs { get; init; } = 10;

    /// <summary>A route changes when another's price is at most this part of its own. Default 0.8.</summary>
    public double RouteGain { get; init; } = 0.8;

    /// <summary>Price of a link, in milliseconds of round trip.</summary>
    public double PriceOf(LinkQuality link) => link.RoundTripMs + (LossMs * link.LossPercent);
}
