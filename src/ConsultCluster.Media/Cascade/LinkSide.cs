namespace ConsultCluster.Media.Cascade;

/// <summary>Which of the two ends of a link a relay is: keys differ by direction, so that nothing can be sent back to its sender.</summary>
public enum LinkSide
{
    /// <summary>The relay whose name comes first.</summary>
    First,

    /// <summary>The other one.</summary>
    Second,
}
