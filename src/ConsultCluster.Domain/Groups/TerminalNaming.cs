using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Domain.Groups;

/// <summary>Derives a terminal's id from its token and seat key, so a returning terminal has the same id.</summary>
public static class TerminalNaming
{
    /// <summary>80 bits in hex: collisions within a group are practically impossible.</summary>
    private const int HexDigits = 20;

    /// <summary>The id of the terminal that enters with this token and seat key.</summary>
    public static TerminalId Of(TokenId token, string seatKeyHash)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{token}.{seatKeyHash}"));
        return new TerminalId("t_" + Convert.ToHexStringLower(hash)[..HexDigits]);
    }
}
