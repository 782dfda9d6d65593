namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Timestamps of a replay. Frames that were captured over a minute are sent at once; under their own timestamps a
/// receiver would also show them over a minute. So time before <paramref name="now"/> passes 512 times as fast.
/// </summary>
/// <param name="now">The source's timestamp where normal time begins.</param>
internal readonly struct ReplayTime(uint now)
{
    /// <summary>At 90 kHz, 6 ms: frames at up to 175 a second stay apart.</summary>
    public const int Compression = 512;

    private readonly bool _isSet = true;

    public uint Map(uint timestamp)
    {
        var before = (int)(now - timestamp);
        return _isSet && before > 0 ? now - (((uint)before + Compression - 1) / Compression) : timestamp;
    }
}
