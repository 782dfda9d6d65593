namespace ConsultCluster.Media.Forwarding;

/// <summary>The limits of <see cref="RelayCoreOptions"/> in the unit of <see cref="InboundLimit"/>.</summary>
internal sealed class InboundRates(RelayCoreOptions options)
{
    /// <summary>Fractions of a tick, so that a byte at 10 Gbit/s is still a whole number.</summary>
    public const int FractionBits = 10;

    private const long TicksPerSecond = TimeSpan.TicksPerSecond << FractionBits;

    public long PerByte { get; } = Math.Max(1, (long)Math.Round(TicksPerSecond * 8.0 / options.MaxInboundBitrate));

    public long PerPacket { get; } = Math.Max(1, TicksPerSecond / options.MaxInboundPackets);

    public long Burst { get; } = options.InboundBurst.Ticks << FractionBits;

    public int MaxExcessSeconds { get; } = options.MaxInboundExcessSeconds;
}
