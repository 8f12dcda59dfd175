// What can be extracted, and the records that hold it. A record of pairs holds two fields of each type, so that only the
// asked word tells them apart.

export interface Field {
  /** The words that ask for it. */
  words: readonly string[];
}
export const singleFields: Record<string, Field> = {
  name: { words: ["name", "name of the person", "person", "customer"] },
  city: { words: ["city", "town", "place"] },
  date: { words: ["date"] },
  price: { words: ["price", "cost", "amount"] },
  time: { words: ["time"] },
  product: { words: ["product", "thing", "item"] },
  number: { words: ["order number", "number"] },
};
export const singleRecords = [
  "{name} from {city} ordered {a:product} for {price} on {date} at {time}.",
  "On {date} at {time}, {name} sold {a:product} in {city} for {price}.",
  "Order {number}: {product}, {price}. Customer: {name}, {city}. Date: {date}, {time}.",
  "{name} called at {time} on {date} about the {product} for {price} from the shop in {city}. The order number is {number}.",
  "In {city}, {name} paid {price} for {a:product} on {date} at {time}.",
  "Dear team, {name} needs {a:product} in {city} by {date}, {time}. The limit is {price}.",
  "Number {number}. {name} takes the {product} in {city} at {time}. Price: {price}. Date: {date}.",
  "The {product} left {city} on {date} at {time}. It is for {name} and costs {price}.",
] as const;

export const pairedFields: Record<string, Field> = {
  sender: { words: ["sender", "name of the sender"] },
  receiver: { words: ["receiver", "name of the receiver"] },
  start: { words: ["start", "city of departure"] },
  destination: { words: ["destination", "city of arrival"] },
  price: { words: ["price", "price of the product"] },
  shipping: { words: ["shipping", "cost of shipping"] },
  orderDate: { words: ["order date", "date of the order"] },
  deliveryDate: { words: ["delivery date", "date of the delivery"] },
};
/** One sentence for each pair of fields, in several wordings. */
export const pairedSentences: readonly (readonly string[])[] = [
  [
    "{sender} sends {a:product} to {receiver}.",
    "{receiver} gets {a:product} from {sender}.",
    "Sender: {sender}. Receiver: {receiver}.",
    "Receiver: {receiver}. Sender: {sender}.",
  ],
  [
    "The trip is from {start} to {destination}.",
    "Destination: {destination}. Start: {start}.",
    "Start: {start}. Destination: {destination}.",
    "It leaves {start} and arrives in {destination}.",
  ],
  [
    "The price is {price}, and the shipping costs {shipping}.",
    "Shipping: {shipping}. Price: {price}.",
    "It costs {price}, plus {shipping} for shipping.",
  ],
  [
    "It was ordered on {orderDate} and will be delivered on {deliveryDate}.",
    "Order date: {orderDate}. Delivery date: {deliveryDate}.",
    "The delivery is on {deliveryDate}, the order was on {orderDate}.",
  ],
];
