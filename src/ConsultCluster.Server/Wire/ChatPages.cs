using System.Globalization;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Wire;

/// <summary>Reads the chat in pages from its end, so that what is loaded at once does not grow with what was written.</summary>
internal static class ChatPages
{
    /// <summary>Messages of a page.</summary>
    public const int MaxMessages = 50;

    /// <summary>Characters of a page's texts, about 100 KB of Chinese: 2 s over the 384 kbit/s that a consultation needs. A single message fits by far.</summary>
    public const int MaxCharacters = 32_000;

    /// <summary>Reads what <see cref="ChatPageDto.Earlier"/> says; false for what no page said.</summary>
    public static bool TryRead(string? earlier, out long before) =>
        long.TryParse(earlier, NumberStyles.None, CultureInfo.InvariantCulture, out before);

    /// <param name="before">Null for the last page.</param>
    public static async Task<ChatPageDto> ChatPageAsync(this IGroupStore store, GroupId group, long? before)
    {
        // One more than a page holds says that there is something earlier.
        var messages = await store.MessagesAsync(group, before, MaxMessages + 1);
        var first = messages.Length;
        for (var characters = 0; first > 0 && messages.Length - first < MaxMessages; first--)
        {
            characters += messages[first - 1].Text.Length;
            if (characters > MaxCharacters)
            {
                break;
            }
        }

        return new ChatPageDto(
            [.. messages[first..].Select(message => message.ToDto())],
            first == 0 ? null : messages[first].Sequence.ToString(CultureInfo.InvariantCulture));
    }
}
