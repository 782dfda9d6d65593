namespace ConsultCluster.Domain.Groups;

/// <summary>What kind of terminal a token is for.</summary>
public enum TerminalKind
{
    /// <summary>The web app.</summary>
    Browser,

    /// <summary>A WHIP encoder (RFC 9725).</summary>
    Whip,

    /// <summary>A WHEP player.</summary>
    Whep,

    /// <summary>A device terminal.</summary>
    Device,
}
