namespace ConsultCluster.Domain.Groups;

/// <summary>What another terminal sends and a terminal cannot decode.</summary>
/// <param name="Publisher">The terminal that sends.</param>
/// <param name="Source">What it sends.</param>
/// <param name="Codec">Its format as people know it: <c>H.264 High</c>.</param>
public sealed record UndecodableSource(TerminalId Publisher, MediaSource Source, string Codec)
{
    /// <summary>Longest name of a codec, in characters.</summary>
    public const int MaxCodec = 64;
}
