namespace Hearth.History.Model;

/// <summary>Values at places of the ascending order, and orders of many rows, in time linear in their number.</summary>
internal static class Selection
{
    private const int BucketBits = 16;
    private const int WorthBuckets = 20_000;
    private const int DigitBits = 11;

    /// <summary>The values that would stand at the indices, were all sorted. The values are left in another order.</summary>
    /// <param name="indices">Ascending, each within the values.</param>
    public static long[] At(long[] values, int[] indices)
    {
        var selected = new long[indices.Length];
        if (values.Length < WorthBuckets)
        {
            QuickSelect(values, indices, 0, selected, 0, indices.Length);
            return selected;
        }

        // One pass counts values by the leading bits of their distance from the least; a second gathers those of the buckets in question.
        var (least, most) = Range(values);
        var shift = Math.Max(0, 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)most - (ulong)least) - BucketBits);
        var counts = new int[1 << BucketBits];
        foreach (var value in values)
            counts[(int)(((ulong)value - (ulong)least) >> shift)]++;
        var before = 0;
        for (int bucket = 0, next = 0; next < indices.Length; before += counts[bucket++])
        {
            var first = next;
            while (next < indices.Length && indices[next] < before + counts[bucket])
                next++;
            if (next == first)
                continue;
            if (shift == 0)
                Array.Fill(selected, least + bucket, first, next - first);
            else
                QuickSelect(Gather(values, least, shift, bucket, counts[bucket]), indices, before, selected, first, next);
        }

        return selected;
    }

    /// <summary>The positions of keys in ascending order; equal keys stay in the order in which they stand.</summary>
    public static int[] StableOrder(long[] keys)
    {
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        if (keys.Length < 2)
            return order;
        var (least, most) = Range(keys);
        var range = (ulong)most - (ulong)least;
        var target = new int[keys.Length];
        var counts = new int[1 << DigitBits];
        for (var shift = 0; shift < 64 && range >> shift != 0; shift += DigitBits)
        {
            Array.Clear(counts);
            foreach (var key in keys)
                counts[Digit(key)]++;
            var sum = 0;
            for (var digit = 0; digit < counts.Length; digit++)
                (counts[digit], sum) = (sum, sum + counts[digit]);
            foreach (var position in order)
                target[counts[Digit(keys[position])]++] = position;
            (order, target) = (target, order);

            int Digit(long key) => (int)((((ulong)key - (ulong)least) >> shift) & ((1 << DigitBits) - 1));
        }

        return order;
    }

    private static (long Least, long Most) Range(long[] values)
    {
        long least = values[0], most = values[0];
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return (least, most);
    }

    private static long[] Gather(long[] values, long least, int shift, int bucket, int count)
    {
        var gathered = new long[count];
        var at = 0;
        foreach (var value in values)
        {
            if ((int)(((ulong)value - (ulong)least) >> shift) == bucket)
                gathered[at++] = value;
        }

        return gathered;
    }

    /// <summary>Selecting is linear; each later (larger) index only needs what lies right of the one before.</summary>
    /// <param name="offset">How many smaller values there are beside these.</param>
    private static void QuickSelect(long[] values, int[] indices, int offset, long[] selected, int first, int end)
    {
        var from = 0;
        for (var i = first; i < end; i++)
        {
            var index = indices[i] - offset;
            QuickSelect(values, from, values.Length - 1, index);
            selected[i] = values[index];
            from = index;
        }
    }

    private static void QuickSelect(long[] values, int low, int high, int index)
    {
        while (high > low)
        {
            if (high - low < 32)
            {
                Array.Sort(values, low, high - low + 1);
                return;
            }

            // Three-way partition: many metrics have few distinct values.
            var pivot = Median(values[low], values[low + ((high - low) / 2)], values[high]);
            int less = low, at = low, greater = high;
            while (at <= greater)
            {
                var value = values[at];
                if (value < pivot)
                    (values[less++], values[at++]) = (value, values[less - 1]);
                else if (value > pivot)
                    (values[greater--], values[at]) = (value, values[greater + 1]);
                else
                    at++;
            }

            if (index < less)
                high = less - 1;
            else if (index > greater)
                low = greater + 1;
            else
                return;
        }
    }

    private static long Median(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
