namespace ConsultCluster.Server.Whip;

/// <summary>Which of the two protocols.</summary>
internal enum MediaDirection
{
    /// <summary>WHIP (RFC 9725): the client sends.</summary>
    Whip,

    /// <summary>WHEP (draft-ietf-wish-whep): the client receives.</summary>
    Whep,
}
