namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>What the overlay mode prints.</summary>
/// <param name="FoundAfterS">Seconds from the third relay's joining until the group's media goes over it alone.</param>
/// <param name="ChangeGapMs">The longest time without a whole frame at either terminal meanwhile; frames come every 40 ms.</param>
/// <param name="LossGapMs">The same when the third relay dies and the group goes the direct way again.</param>
internal sealed record OverlayFigures(
    double DirectDelivered,
    double DirectInTime,
    double DirectP50Ms,
    double DirectP95Ms,
    double OverlayDelivered,
    double OverlayInTime,
    double OverlayP50Ms,
    double OverlayP95Ms,
    double FoundAfterS,
    double ChangeGapMs,
    double LossGapMs)
{
    /// <summary>For a person.</summary>
    public string Describe() =>
        $"""
        direct         {DirectDelivered:P2} delivered, {DirectInTime:P2} within {WayFigures.Soon.TotalMilliseconds} ms; one way p50 {DirectP50Ms} ms, p95 {DirectP95Ms} ms
        over a third   {OverlayDelivered:P2} delivered, {OverlayInTime:P2} within {WayFigures.Soon.TotalMilliseconds} ms; one way p50 {OverlayP50Ms} ms, p95 {OverlayP95Ms} ms
        change         {FoundAfterS} s after the third relay joined, longest gap {ChangeGapMs} ms; {LossGapMs} ms when it died
        """;
}
