using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Server.Wire;

/// <summary>Permissions as a list of words, in a fixed order.</summary>
public static class PermissionWords
{
    private static readonly Permissions[] Single =
        [.. Enum.GetValues<Permissions>().Where(p => p != Permissions.None)];

    /// <summary>The words of the set flags.</summary>
    public static string[] Write(Permissions permissions) =>
        [.. Single.Where(p => permissions.HasFlag(p)).Select(EnumWords<Permissions>.Write)];

    /// <summary>False when a word is unknown.</summary>
    public static bool TryRead(IEnumerable<string?> words, out Permissions permissions)
    {
        permissions = Permissions.None;
        foreach (var word in words)
        {
            if (!EnumWords<Permissions>.TryRead(word, out var one) || one == Permissions.None)
            {
                return false;
            }

            permissions |= one;
        }

        return true;
    }
}
