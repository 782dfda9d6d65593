namespace ConsultCluster.Domain.Relays;

/// <summary>
/// The prices by which relays are chosen, all in milliseconds of round trip: what one would rather accept than the other.
/// Why these: docs/decisions/0008.
/// </summary>
public sealed record PlacementRules
{
    /// <summary>Price of load, by the shape of a queue: <c>LoadMs * share / (1 - share)</c>. Default 40: half load costs 40 ms, 60 % costs 60.</summary>
    public double LoadMs { get; init; } = 40;

    /// <summary>A relay is even with the others up to this multiple of the mean share of all. Default 1.05.</summary>
    public double EvenFactor { get; init; } = 1.05;

    /// <summary>
    /// Price of the share beyond even, times the share: small while all are idle. Default 900: of relays that are half full on average one at 60 % costs
    /// 40 ms more. It sends those over to the next region who lose little by it.
    /// </summary>
    public double UnevenMs { get; init; } = 900;

    /// <summary>Share of a relay's capacity up to which terminals are put there. The rest is for groups that grow where they are. Default 0.85.</summary>
    public double FullShare { get; init; } = 0.85;

    /// <summary>
    /// Part of what is free in a region that terminals of dead relays take while there is another region, when several planners decide at once. Default
    /// 0.7: half of the load is large groups, and by chance a relay gets two of them more than the mean.
    /// </summary>
    public double FleePart { get; init; } = 0.7;

    /// <summary>A relay is near when its round trip is at most this multiple of the best known. Default 1.15.</summary>
    public double NearFactor { get; init; } = 1.15;

    /// <summary>Price of a round trip beyond near, for each multiple of the best: at 2.15 times the best this much more. Default 150.</summary>
    public double FarMs { get; init; } = 150;

    /// <summary>Far is far: the price beyond near is at most this, so that one terminal does not pull its whole group over. Default 100.</summary>
    public double MostFarMs { get; init; } = 100;

    /// <summary>Below this a round trip is as good as none, and multiples of it mean nothing: 2 ms, a tenth of a video frame.</summary>
    public double NoticeableMs { get; init; } = 2;

    /// <summary>Price of a cascade hop. The delay is small; the copies are load on both relays. Default 10.</summary>
    public double HopMs { get; init; } = 10;

    /// <summary>
    /// Price of a millisecond between relays. Less than 1, because loss is repaired hop by hop: a terminal near its relay gets a lost
    /// packet again sooner, whatever the cascade adds. Default 0.25.
    /// </summary>
    public double LinkWeight { get; init; } = 0.25;

    /// <summary>Terminals spread by lot over relays up to this much dearer than those about as well placed: loads are a second old, and others decide too. Less than a hop. Default 8.</summary>
    public double SpreadMs { get; init; } = 8;

    /// <summary>A terminal moves, or comes back elsewhere, only for a gain above this, so that noise moves nobody. Default 4.</summary>
    public double StayMs { get; init; } = 4;

    /// <summary>A relay this part above the mean of those about as good is left alone: loads are noisy. Default 0.02.</summary>
    public double EvenEnough { get; init; } = 0.02;

    /// <summary>
    /// A relay with less than this share in use is not left for load: nobody gains by it, and a share that is small doubles by a single busy moment.
    /// Default 0.25.
    /// </summary>
    public double QuietShare { get; init; } = 0.25;

    /// <summary>
    /// How many times its excess leaves a busy relay each time its groups are asked. Default 2: asked every 10 s with loads 2 s old, less than the
    /// excess has left before it shows, so it does not swing.
    /// </summary>
    public double Haste { get; init; } = 2;

    /// <summary>
    /// Planners that do not know of each other fill at most this part of what a relay is short of in each <see cref="QuotaWindow"/> with terminals that may
    /// as well wait. Default 0.3: what was decided in two windows does not show in the loads yet, and together they stay below the whole.
    /// </summary>
    public double QuotaPart { get; init; } = 0.3;

    /// <summary>
    /// So many parts of the quota for who stays in its region: these few are not all planners, and no more leave than is missing. Default 4.
    /// </summary>
    public double QuotaAtHome { get; init; } = 4;

    /// <summary>How long one lot of the quota holds. Default 2 s: about as old as loads are.</summary>
    public TimeSpan QuotaWindow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Up to this above the mean share of all a relay gets terminals that may as well wait. Default 0.05.</summary>
    public double AboveMean { get; init; } = 0.05;

    /// <summary>However busy a relay with room is, this share of its capacity counts as missing, so that a group can still come together there. Default 0.01.</summary>
    public double LeastMissing { get; init; } = 0.01;

    /// <summary>A region of which less than this part of the capacity is free is short: each who enters is taken for one of many. Default 0.15.</summary>
    public double ScarcePart { get; init; } = 0.15;

    /// <summary>A region is not looked at when the way there alone costs this much more than the cheapest relay found nearer. Default 60.</summary>
    public double LookMs { get; init; } = 60;

    /// <summary>Price of a standby on the machine of the relay it stands by for. Default 1,000: another machine wherever it is, if there is one with room.</summary>
    public double SameMachineMs { get; init; } = 1000;

    /// <summary>Packets per second of one terminal's sound and picture to one receiver, until they are measured. Default 120.</summary>
    public double PacketsPerStream { get; init; } = 120;

    /// <summary>Pictures that a terminal gets at once. Default 9.</summary>
    public int Slots { get; init; } = 9;

    /// <summary>A choice counts as load at once and fades by half in this time, while the measured load takes over. Default 3 s: relays report each second.</summary>
    public TimeSpan ReservationHalfLife { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Price of a percent of loss on a link between relays: each lost packet waits for another round trip. Default 10.</summary>
    public double LossMs { get; init; } = 10;

    /// <summary>Another route is taken when its price is at most this part of the one in use. Default 0.8.</summary>
    public double RouteGain { get; init; } = 0.8;

    /// <summary>What the way over a link costs, in milliseconds of round trip.</summary>
    public double PriceOf(LinkQuality link) => link.RoundTripMs + (LossMs * link.LossPercent);
}
