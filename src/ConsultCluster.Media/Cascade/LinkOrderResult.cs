namespace ConsultCluster.Media.Cascade;

/// <summary>What came of an order for a link.</summary>
public enum LinkOrderResult
{
    /// <summary>It is carried out.</summary>
    Done,

    /// <summary>A newer secret is known.</summary>
    Stale,

    /// <summary>The secret is of the wrong length, is used by another link, or is another one than before of the same generation.</summary>
    BadSecret,
}
