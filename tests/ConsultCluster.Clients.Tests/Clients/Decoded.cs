namespace ConsultCluster.Clients.Tests;

/// <summary>What a player has decoded so far.</summary>
/// <param name="Frames">Pictures.</param>
/// <param name="Samples">Samples of sound at 48 kHz, without silence and without what a decoder makes up for lost packets.</param>
internal readonly record struct Decoded(long Frames, long Samples)
{
    /// <summary>Two seconds of a slow camera, and one second of sound.</summary>
    public bool IsEnough => Frames >= 20 && Samples >= 48_000;

    /// <summary>Since an earlier reading.</summary>
    public static Decoded operator -(Decoded later, Decoded earlier) => new(later.Frames - earlier.Frames, later.Samples - earlier.Samples);
}
