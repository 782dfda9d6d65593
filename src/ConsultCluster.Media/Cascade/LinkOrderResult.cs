namespace ConsultCluster.Media.Cascade;

/// <summary>Result of an order for a link.</summary>
public enum LinkOrderResult
{
    /// <summary>The order was executed.</summary>
    Done,

    /// <summary>The link has a newer secret.</summary>
    Stale,

    /// <summary>
    /// The secret has the wrong length, belongs to another link, or differs from the known one of the same generation.
    /// </summary>
    BadSecret,
}
